"""Whether a word can be a syllable of Vietnamese: what garbage hardly ever is.

The rimes are those of the standard orthography (chữ Quốc ngữ), without tones. Tones may stand on
any vowel, since hòa and hoà are both written.
"""

import re
import unicodedata
from functools import lru_cache

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x"
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on
ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uôc uôi uôm uôn uông uôt up ut uơ uy uya
uych uyên uyêt uyn uynh uyp uyt uyu uênh
ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y ych yêm yên yêng yêt yêu ynh yt
"""
# After q the u belongs to the onset in writing; after gi an i of the rime is not written twice.
_AFTER_GI = "ê êm ên êng êt êu êp êc"
_ONSET_SET = frozenset(_ONSETS.split()) | {""}
_RIME_SET = frozenset(_RIMES.split())
_AFTER_GI_SET = _RIME_SET | frozenset(_AFTER_GI.split())
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE = re.compile(f"[{_TONES}]")
_STOPPED = re.compile(r"(?:[cpt]|ch)$")  # such rimes bear only two of the tones
_STOPPED_TONES = frozenset("\u0301\u0323")
_LONGEST = 7  # nghiêng


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a word, in any case, is a syllable that Vietnamese could have."""
    if len(word) > _LONGEST:
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    tones = _TONE.findall(parts)
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", _TONE.sub("", parts))
    tone = tones[0] if tones else ""
    return any(_fits(plain[:cut], plain[cut:], tone) for cut in range(min(4, len(plain) + 1)))


def _fits(onset: str, rime: str, tone: str) -> bool:
    if onset == "gi" and not rime:
        return True
    known = _AFTER_GI_SET if onset == "gi" else _RIME_SET
    if onset not in _ONSET_SET or rime not in known:
        return False
    if _STOPPED.search(rime):
        return tone in _STOPPED_TONES
    return True
