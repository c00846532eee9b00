"""Names as people in the north of Timor bear them: baptismal names and a family name put together by chance.

Nobody is described here. Family names are joined from syllables, so that a real one can only arise by accident.
"""

from __future__ import annotations

from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_MALE = _words(
    """Yohanes Yosef Petrus Paulus Fransiskus Antonius Aloysius Agustinus Yakobus Stefanus Dominikus
    Dominggus Benediktus Blasius Wilhelmus Hendrikus Gabriel Mikhael Rafael Markus Matius Lukas Thomas
    Simon Andreas Filipus Bartolomeus Kornelis Kornelius Gregorius Laurensius Vinsensius Emanuel
    Marselinus Maksimus Martinus Nikolaus Urbanus Pius Silvester Siprianus Sebastianus Rikardus Robertus
    Remigius Primus Oktavianus Melkianus Melkior Baltasar Kasimirus Kristoforus Klemens Ignasius
    Hironimus Hilarius Gaspar Ferdinandus Fabianus Ernestus Egidius Edmundus Eduardus Donatus Dionisius
    Damianus Daniel Bonefasius Bernardus Arnoldus Anselmus Ambrosius Alfonsius Albertus Adrianus
    Adeodatus Yeremias Yulius Yustinus Yanuarius Zakarias Wendelinus Viktor Valentinus Theodorus
    Tarsisius Servasius Salvator Rufinus Quirinus Patrisius Modestus Metodius Marianus Lambertus
    Leonardus Kanisius Karolus Krispinus Konstantinus Fidelis Florianus Fridolinus Elias Engelbertus
    Eustakius Gerardus Herman Leo Liberius Longginus Paskalis Pankrasius Rosarius Romualdus Saverius
    Simplisius Titus Venansius Yoakim Yonas"""
)
_FEMALE = _words(
    """Maria Yuliana Yosefina Yohana Agustina Anastasia Antonia Angela Angelina Agnes Adelheid Adriana
    Albertina Aloysia Apolonia Beatriks Benedikta Bernadeta Bernadina Blandina Brigita Dominika
    Dominggas Dorotea Delfina Elisabet Emerensiana Emilia Ermelinda Eufrasia Fatima Felisitas Ferdinanda
    Filomena Florentina Fransiska Fransina Gaudensia Genoveva Getrudis Goreti Helena Hendrika Herlinda
    Hironima Imakulata Imelda Irmina Klara Katarina Kornelia Kristina Kresensia Laurensia Leonarda
    Lidwina Lusia Ludgardis Magdalena Margareta Marselina Marta Martina Matilda Melania Mikaela Modesta
    Monika Natalia Nikolasa Oktaviana Odilia Ortensia Patrisia Paulina Paskalia Petronela Prisila Regina
    Rofina Rosa Rosalia Rosina Sebastiana Serafina Sesilia Silvia Skolastika Sofia Stefania Susana
    Teresia Theodora Ursula Valentina Verena Veronika Viktoria Vinsensia Wilhelmina Yanuaria Yasinta
    Yovita Yustina Yulita Zita"""
)
_PROTESTANT_MALE = _words("Yunus Yoram Obet Semuel Marten Yermi Nimrot Melki Soleman Absalom Esau Habel")
_PROTESTANT_FEMALE = _words("Orpa Naomi Ester Dina Welmince Yuliance Yakomina Ribka Salomi Adolfina Sarlota")
_YOUNG_MALE = _words("Rian Jefri Febri Arjun Riski Aldo Gio Deni Noldi Ardi Frengki Yandri Alan Rivan")
_YOUNG_FEMALE = _words("Novita Rensi Asti Yanti Febriana Melan Irma Sindi Desi Mersi Yeni Vivi Elsa Nona")

_DAWAN_HEADS = _words(
    """Nai Us Tae Kol Man Fal Tob Naif Ban Bif Sna Un Haum Kes Laka Leo Mon Nub Puf Sas Suf Tmu Tne Tan Eno
    Fuk Kau Lop Bes Ati Amt Sil Sui Nes Meta Elu Ani Bano Foe Kefi Lasa Opa Tasi Uki"""
)
_DAWAN_TAILS = _words(
    """bobe boko banu baun fani fina haumo kelu ketu kun leba melo moni nifu noni noe pai sona susu tufe
    besi lasi neno mnasi sila taus"""
)
_DAWAN_SHORT = ("Ta'oni", "Sa'ban", "Ma'un", "Na'at", "Lo'e", "Be'u", "Fe'u", "Ki'ik", "Ha'o", "Te'as")
_TETUN_HEADS = ("Bere", "Leki", "Asa", "Mau", "Loe", "Hoar", "Seu", "Dahu", "Bui", "Rika", "Kolo", "Luan")
_TETUN_TAILS = (
    "mali",
    "bauk",
    "seran",
    "taek",
    "klau",
    "moruk",
    "kehi",
    "nahak",
    "lorok",
    "fahik",
    "manek",
    "asan",
)

_BORN_YOUNG_YEAR = 1994


def clans_of(rng: Random, tetun_share: float, count: int) -> list[str]:
    """Return the family names of one village, the commonest first."""
    clans: list[str] = []
    while len(clans) < count:
        clan = _tetun(rng) if rng.random() < tetun_share else _dawan(rng)
        if clan not in clans:
            clans.append(clan)
    return clans


def _dawan(rng: Random) -> str:
    if rng.random() < 0.08:
        return rng.choice(_DAWAN_SHORT)
    return rng.choice(_DAWAN_HEADS) + rng.choice(_DAWAN_TAILS)


def _tetun(rng: Random) -> str:
    return rng.choice(_TETUN_HEADS) + rng.choice(_TETUN_TAILS)


def draw_clan(rng: Random, clans: list[str]) -> str:
    """Draw one of a village's family names; the first ones are borne by most."""
    return clans[int(len(clans) * rng.random() ** 2.2)]


def given_names(rng: Random, sex: str, birth_year: int) -> str:
    """Draw the one, two or rarely three names given at baptism."""
    male = sex == "M"
    if rng.random() < 0.07:
        pool = _PROTESTANT_MALE if male else _PROTESTANT_FEMALE
    else:
        pool = _MALE if male else _FEMALE
    names = [rng.choice(pool)]
    if not male and names[0] != "Maria" and rng.random() < 0.22:
        names.insert(0, "Maria")
    dice = rng.random()
    if birth_year >= _BORN_YOUNG_YEAR and dice < 0.45:
        names.append(rng.choice(_YOUNG_MALE if male else _YOUNG_FEMALE))
    elif dice < 0.62 and len(names) < 2:
        names.append(rng.choice(_MALE if male else _FEMALE))
    return " ".join(dict.fromkeys(names))


def full_name(rng: Random, sex: str, birth_year: int, clan: str) -> str:
    """Return baptismal names followed by the family name."""
    return f"{given_names(rng, sex, birth_year)} {clan}"


_SOUND_ALIKE = (
    ("Y", "J"), ("y", "j"), ("k", "c"), ("s", "z"), ("f", "v"), ("ius", "us"), ("sia", "cia"), ("nn", "n"),
    ("ll", "l"), ("x", "ks"), ("ph", "f"), ("th", "t"), ("'", ""), ("ei", "ai"), ("ks", "x"), ("i", "y"),
)  # fmt: skip
_SHORT_FORMS = {
    "Yohanes": "Yoh.", "Fransiskus": "Frans", "Antonius": "Anton", "Maria": "M.", "Agustinus": "Agus",
    "Dominikus": "Domi", "Petrus": "Piet", "Margareta": "Marg.", "Yosefina": "Yos", "Aloysius": "Alo",
    "Wilhelmus": "Willem", "Kristina": "Kris", "Elisabet": "Elis", "Emanuel": "Eman", "Benediktus": "Ben",
}  # fmt: skip


def typed_again(rng: Random, name: str) -> str:
    """Return the name as another clerk would type it: one sound, one letter, or a short form differs."""
    words = name.split()
    first = words[0]
    if first in _SHORT_FORMS and rng.random() < 0.5:
        return " ".join([_SHORT_FORMS[first], *words[1:]])
    if len(words) > 2 and rng.random() < 0.4:
        words[1] = f"{words[1][0]}."
        return " ".join(words)
    present = [(a, b) for a, b in _SOUND_ALIKE if a in name[1:]]
    if present and rng.random() < 0.8:
        old, new = rng.choice(present)
        head, tail = name[:1], name[1:]
        return head + tail.replace(old, new, 1)
    spot = rng.randrange(2, len(first))
    return name[:spot] + name[spot - 1] + name[spot:]
