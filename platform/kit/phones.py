"""Phone numbers as people write them: spaces, dots, 06…, +33 6…, 0033 6… are one number."""

import re

import phonenumbers

_NUMBER = re.compile(r"(?<!\w)\+?[\d(][\d\s.\-/()]{2,}\d(?!\w)")
_FRENCH = 33
_FRANCE = re.compile(r"^33(?=0?\d{9}$)0?|^(?:00|\+)330?")


def phone_keys(phone: str) -> str:
    """The digits under which a number is found: national form, and international when it is foreign."""
    try:
        number = phonenumbers.parse(phone, "FR")
    except phonenumbers.NumberParseException:
        return digits(phone)
    if not phonenumbers.is_possible_number(number):
        return digits(phone)
    national = f"0{number.national_number}"
    return national if number.country_code == _FRENCH else f"{number.country_code}{national[1:]} {national}"


def as_e164(phone: str) -> str | None:
    """Like "+33199001234", as typed in France or with its country; None for what is no number."""
    try:
        number = phonenumbers.parse(phone, "FR")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def as_read(phone: str) -> str:
    """Like "01 99 00 12 34" for a French number, "+32 2 123 45 67" for a foreign one; else as it is."""
    try:
        number = phonenumbers.parse(phone, "FR")
    except phonenumbers.NumberParseException:
        return phone
    form = phonenumbers.PhoneNumberFormat
    french = number.country_code == _FRENCH
    return phonenumbers.format_number(number, form.NATIONAL if french else form.INTERNATIONAL)


def numbers_in(words: str) -> tuple[list[str], str]:
    """What was typed of phone numbers, whole or not, as digits; and the rest of the words."""
    return [_typed(match.group()) for match in _NUMBER.finditer(words)], _NUMBER.sub(" ", words)


def digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal() and c.isascii())


def _typed(number: str) -> str:
    plus = "+" if number.lstrip("( ").startswith("+") else ""
    typed = plus + digits(number)
    french = _FRANCE.sub("0", typed)
    return digits(french) if french != typed else digits(re.sub(r"^00", "", typed))
