"""Recognises a column by its heading, the way Vietnamese clerks write and shorten them.

Headings are compared folded (no marks, no punctuation). The first rule that fits decides, so
rules for what merely sounds like a wanted column ("người cần gặp" is not the visitor, "ngày cấp"
not the day of the visit) come before the wanted ones.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from people.names import fold
from plugins.declarations.logbooks.understanding.columns import Column

MAX_LENGTH = 100  # longer texts are sentences, not headings

_OUT = (
    r"(ra ve|ra khoi|di ve|roi khoi|ra|ve|di(?! vao)|roi|ket thuc|tan|het|xuong|xuat ben|khoi hanh"
    r"|check ?out|out|departure|departed|leaving|leave|left|exit)"
)
_IN = (
    r"(vao|den|toi|bat dau|check ?in|in|ra vao|vao ra|khai bao|len xe|len tau"
    r"|arrival|arrived?|entry|entrance|entered)"
)
_PLACE = r"( (cong|cua|cho|ca|lop|truong|xe|tau|phong|benh vien|cong ty|co quan|toa nha))?"
_WHEN = r"(gio|luc|thoi gian|tg|t gian|thoi diem|time|timestamp|h|g)"
_DAY = r"(ngay thang nam|ngay thang|ngay nam|ngay|date|day)"
_HOST = r"(gap|tiep|don tiep|truc|phu trach|huong dan|ghi so|lap)"

# The first column of our own result workbook: "Kết quả (sổ 1a2b3c4d)". See writing.result.
_RESULT = re.compile(r"(?:ket qua so|result book) ([0-9a-f]{8})")

_RULES: tuple[tuple[Column, str], ...] = (
    (Column.OUTCOME, rf"^{_RESULT.pattern}$"),
    (Column.OTHER, r"\b(chu ky|ky ten|ky nhan|xac nhan|duyet|signature)\b|^ky$"),
    (Column.OTHER, r"\b(ngay|noi) cap\b"),
    (Column.BIRTH, r"\b(ngay|nam|thang|ngay thang|ngay thang nam) sinh\b|^(ns|dob|birth.*)$"),
    (Column.OTHER, rf"\b(nguoi|can bo|ten|can|muon|duoc|den|xin|hen) {_HOST}\b|^gap\b"),
    (Column.ADDRESS, r"^(dia chi|noi o|noi cu tru|cho o)\b"),
    (
        Column.FAMILY_NAME,
        r"^((ho va ten|ho ten) )?(ho|ho (va )?(ten )?(dem|lot|chu dem|chu lot))$"
        r"|^(family name|surname)$",
    ),
    (Column.NAME, r"^(ho (va )?ten|h ten|full ?name)\b"),
    (Column.TIME_IN, rf"\b{_WHEN} (len|vao|ra vao) (xe|tau|thuyen|phong|khoa|lop)\b"),
    (Column.TIME_OUT, rf"\b{_WHEN} (xuong|ra|roi) (xe|tau|thuyen|phong|khoa)\b"),
    (
        Column.OTHER,
        r"\b(nhiet do|than nhiet|gioi tinh|gioi|nam nu|quoc tich|dan toc|email|mail|tuoi"
        r"|bien so|bien kiem soat|bks|phuong tien|nghe nghiep|chuc vu|chuc danh|so the|ma the"
        r"|trieu chung|suc khoe|tiem|vac ?xin|vaccine|mui|xet nghiem|bhyt|so luong|so nguoi"
        r"|so luot|di cung|kem theo|buoi|so ghe|chu ho|noi den|phong ban|co quan|don vi|cong ty"
        r"|to chuc|phong|khoa|can ho|bo phan|to doi|chuyen|phan xuong|bao ve|nguoi nha)\b"
        r"|(?<!lai )(?<!tai )\bxe\b"
        r"|^(gt|thu|ca|lop|ma|ma so|can bo)$",
    ),
    (Column.DATE, r"^(thu )?ngay (lam viec|lam|truc|kham|hoc)$|^thu ngay\b"),
    (
        Column.NOTES,
        r"\b(ly do|muc dich|noi dung|ghi chu|viec|cong viec|note|notes|remarks?|reason|purpose)\b"
        r"|^(gc|g chu)$",
    ),
    (Column.ORDINAL, r"^(stt|s tt|so tt|tt|t t|so thu tu|thu tu|no|so|s t t|serial)( no)?$"),
    (
        Column.ADDRESS,
        r"\b(dia chi|d chi|noi o|cho o|noi cu tru|cu tru|noi thuong tru|thuong tru|tam tru"
        r"|que quan|que|ho khau|den tu|tu dau|noi di|noi sinh song|dia phuong|dia ban|so nha"
        r"|thon|to dan pho|khu pho|xa phuong|phuong xa|quan huyen|tinh thanh|address)\b"
        r"|^(dc|d c|from|xa|phuong|quan|huyen|tinh|tinh tp|duong|duong pho|to|xom|ap)$",
    ),
    (
        Column.PHONE,
        r"\b(dien thoai|sdt|s dt|so dt|sodt|dtdd|dt|d t|dthoai|d thoai|di dong|phone|mobile|tel"
        r"|telephone|zalo|contact|hotline|so lien (he|lac)|so may|lien he|lien lac)\b",
    ),
    (
        Column.ID,
        r"\b(cccd|cmnd|cmt|cmtnd|can cuoc|chung minh|chung minh thu|giay to|giay tuy than"
        r"|ho chieu|passport|dinh danh|so cc|gttt|id|identity)\b|^cc$",
    ),
    # Words for people come before words for time: "người vào chợ", "tên người đến".
    (
        Column.NAME,
        r"\b(hoten|ten|nguoi|khach|benh nhan|hoc sinh|hanh khach|cu dan|tieu thuong|cong dan"
        r"|nhan vien|lai xe|tai xe|name|visitor|guest)\b",
    ),
    (Column.TIME_IN, rf"\b{_WHEN}\b.*\b(vao|den)\b.*\b(ra|ve|di)\b|\b{_WHEN}\b.*\bra vao\b"),
    (
        Column.TIME_OUT,
        rf"\b{_WHEN}\b.*\b{_OUT}{_PLACE}$|\b{_WHEN} {_OUT}\b|^{_OUT}\b( .*)?\b{_WHEN}$"
        rf"|^{_OUT}{_PLACE}$",
    ),
    (Column.DATE_OUT, rf"^{_DAY} {_OUT}\b|^{_OUT} {_DAY}$"),
    (Column.TIME_IN, rf"\b{_WHEN}\b|^{_IN}{_PLACE}$"),
    (Column.DATE, rf"^{_DAY}\b|^thang ngay\b|\b(visit|arrival|entry) date$"),
)
_NUMBERED = re.compile(r"^\s*\(?\d{1,2}\s*[.)]\s*(?=\D)")
# Typed without spaces, "Họ vàtên", or as the fields of a program, "GioVao".
_COMPACT = (
    (Column.NAME, re.compile(r"ho(va)?ten(khach|nguoiden)?|tenkhach")),
    (Column.PHONE, re.compile(r"(so)?(dienthoai|dt|dtdd)")),
    (Column.TIME_IN, re.compile(r"(gio|thoigian|tg)(vao|den)?")),
    (Column.TIME_OUT, re.compile(r"(gio|thoigian|tg)(ra|ve)")),
    (Column.DATE, re.compile(r"ngay(thang(nam)?|vao|den)?")),
    (Column.ID, re.compile(r"(so)?(cccd|cmnd|cmt)")),
    (Column.ADDRESS, re.compile(r"diachi|noio")),
)
_PARTS = re.compile(r"[/()\n|;]| - ")
_COMPILED = tuple((column, re.compile(rule)) for column, rule in _RULES)


@lru_cache(maxsize=1024)
def recognise(heading: str) -> Column | None:
    """The column that a heading announces; None where it says nothing known."""
    if heading.strip() in {"#", "№"}:
        return Column.ORDINAL
    if len(heading) > MAX_LENGTH:
        return None
    whole = _first_rule(_NUMBERED.sub("", heading))
    if whole is not None:
        return whole
    # In two languages, one beside the other: "STT / No.", "Khách (Guest)".
    parts = [part for part in _PARTS.split(heading) if part.strip()]
    if len(parts) > 1:
        # "Ho" among other symptoms is the cough.
        return next(filter(None, (_first_rule(p) for p in parts if not may_be_cough(p))), None)
    compact = fold(heading).replace(" ", "")
    return next((column for column, rule in _COMPACT if rule.fullmatch(compact)), None)


def may_be_cough(heading: str) -> bool:
    """Whether this is "Ho" without the mark of "Họ"."""
    return fold(heading) == "ho" and "ọ" not in unicodedata.normalize("NFC", heading.lower())


def _first_rule(heading: str) -> Column | None:
    text = fold(heading)
    return next((column for column, rule in _COMPILED if rule.search(text)), None)


def result_of(headings: Iterable[str]) -> str:
    """The first digits of the id of the book whose result workbook this is, or nothing."""
    for heading in headings:
        if found := _RESULT.fullmatch(fold(heading)):
            return found[1]
    return ""


# Where two columns announce the same, the plainer heading is believed.
_PLAIN = {
    Column.NAME: re.compile(r"\b(ho (va )?ten|hoten|full ?name)\b"),
    Column.PHONE: re.compile(r"\b(dien thoai|sdt|s dt|so dt|dt|dtdd|di dong|phone|mobile)\b"),
    Column.TIME_IN: re.compile(r"\b(vao|den|in)\b"),
    Column.DATE: re.compile(r"^(ngay|ngay thang( nam)?|date)$|\b(vao|den)\b"),
}


# Somebody else's name or number, taken only where the visitor's own has no column.
_OF_OTHERS = re.compile(r"\b(nguoi than|phu huynh|khan cap|gia dinh|bao tin|emergency|relative)\b")


def plainness(column: Column, heading: str) -> int:
    """How surely a heading means this column: 2 in so many words, 1 it may, 0 another's."""
    text = fold(heading)
    if _OF_OTHERS.search(text):
        return 0
    rule = _PLAIN.get(column)
    return 2 if rule is None or rule.search(text) else 1
