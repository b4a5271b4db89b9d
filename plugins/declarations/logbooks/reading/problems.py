"""Why a whole book cannot be read."""


class BookProblem(Exception):
    """The file cannot be used; ``code`` says why (see logbooks.messages), ``params`` go with it."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
