"""VISCII 1.1 (RFC 1456): the code of old Vietnamese mail and Unix programs, in text files only."""

_UPPER_HALF = (  # 0x80 to 0xFF
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_AMONG_CONTROLS = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
TABLE = {**{0x80 + at: letter for at, letter in enumerate(_UPPER_HALF)}, **_AMONG_CONTROLS}


def decode(data: bytes) -> str:
    """The text of a file in this code."""
    return data.decode("latin-1").translate(TABLE)
