"""What numbers and dates are called in English that belong to a person."""

import re

from voc.locale.topics.personal_numbers import PersonalNumbers

PAPERS = (
    r"passport|driv(?:er'?s?|ing) licen[cs]e|licen[cs]e number|nhs|ssn|social security"
    r"|national insurance|medicare"
    r"|medicaid|health (?:card|insurance)|tax (?:id|payer id)|taxpayer id|patient|medical record"
    r"|mrn|residence permit"
)
BETWEEN = r"(?: (?:number|no|num|id|card))?\.?(?: number| no\.?)?[\s:#=|(]{0,5}(?:is |was )?[(#]?"
VALUE = r"(?P<number>(?-i:(?=(?:[A-Z -]*\d){4})[A-Z0-9](?:[ -]?[A-Z0-9]){4,19}))(?![A-Za-z0-9])"
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DAY = (
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{1,2}-\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}\.?,?(?: \d{{4}})?|{MONTH}\.? \d{{1,2}}(?:st|nd"
    rf"|rd|th)?,?(?: \d{{4}})?"
)

CONTENT = PersonalNumbers(
    numbers=(re.compile(rf"\b(?:{PAPERS}){BETWEEN}{VALUE}", re.I),),
    births=(
        re.compile(
            rf"(?:\bd\.?o\.?b\b\.?|\bdate of birth|\bbirth ?(?:date|day))[\s:=|(]{{0,3}}(?:is "
            rf"|was )?(?:on )?(?P<day>{DAY})",
            re.I,
        ),
        re.compile(rf"\bborn (?:on|in)? ?(?P<day>{DAY})", re.I),
    ),
    signs=re.compile(
        "passport|licen[cs]e|nhs|ssn|social security|insurance|medic|health|tax|patient|mrn|permit"
        "|d\\.?o\\.?b|birth|born"
    ),
)
