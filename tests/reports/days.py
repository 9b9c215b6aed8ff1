from datetime import UTC, datetime, timedelta

AT = [datetime(2026, 10, 1, tzinfo=UTC) + timedelta(days=day) for day in range(30)]
