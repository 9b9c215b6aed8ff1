"""What stands in the place of personal data in Japanese."""

from voc.locale.topics.masks import Masks

CONTENT = Masks(
    by_class={
        "email": "[メール]",
        "card": "[カード番号]",
        "national id": "[マイナンバー]",
        "document number": "[個人の番号]",
        "birth date": "[生年月日]",
        "phone": "[電話]",
        "postal code": "[郵便番号]",
        "address": "[住所]",
        "bank account": "[口座番号]",
        "secret": "[秘密]",
        "url token": "[トークン]",
        "name": "[氏名]",
    }
)
