"""Areas, put into the tree as areas.services does."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from areas.models import Area, AreaKind
from areas.services import add_children


class AreaFactory(DjangoModelFactory):
    """An area; ``parent=`` an Area puts it below that one, else it is a root."""

    class Meta:
        model = Area

    code = factory.Sequence(lambda n: f"t{n:05d}")
    name = factory.Sequence(lambda n: f"Phường Thử {n}")
    kind = AreaKind.WARD

    @classmethod
    def _create(
        cls, model_class: type[Area], *args: Any, parent: Area | None = None, **kwargs: Any
    ) -> Area:
        area = model_class(*args, **kwargs)
        add_children(parent, [area])
        return area
