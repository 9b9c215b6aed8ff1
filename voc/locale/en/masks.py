"""What stands in the place of personal data in English."""

from voc.locale.topics.masks import Masks

CONTENT = Masks(
    by_class={
        "email": "[email]",
        "card": "[card]",
        "national id": "[national id]",
        "document number": "[personal number]",
        "birth date": "[date of birth]",
        "phone": "[phone]",
        "postal code": "[postal code]",
        "address": "[address]",
        "bank account": "[account number]",
        "secret": "[secret]",
        "url token": "[token]",
        "name": "[name]",
    }
)
