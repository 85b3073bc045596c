"""What a verdict's reason calls each field."""

from __future__ import annotations

from wearable_coach.standards.fields import vital_rows

LABELS = {row.name: row.label_ko for row in vital_rows().values()} | {
    "baseline_rhr": "평소 안정시 심박수",
    "bmi": "BMI",
    "age": "나이",
    "height_cm": "키",
    "hrmax": "최대심박수",
    "hrr": "여유심박수",
    "rhr_delta": "평소와의 차이",
    "stride": "보폭",
    "implied_height": "체중과 BMI로 계산한 키",
    "rpe": "RPE",
    "pct_hrr": "%HRR",
    "pct_hrmax": "%HRmax",
}
