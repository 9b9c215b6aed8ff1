"""Amounts of money as a reader writes them."""

SIGNS = frozenset("¥￥$£€₩₹฿")


def money(amount: float, currency: str) -> str:
    """`£1,240`, `663,800円`, `1,240 GBP`; without a currency the number alone."""
    number = f"{amount:,.0f}"
    if not currency:
        return number
    if currency[-1] in SIGNS:
        return currency + number
    return f"{number} {currency}" if currency.isascii() else number + currency


def dollars(amount: float) -> str:
    """What a run cost: `$0.0312`, `$12.40`."""
    return f"${amount:,.2f}" if amount >= 1 or not amount else f"${amount:.4f}"
