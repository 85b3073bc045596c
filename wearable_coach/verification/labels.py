"""What a verdict's reason calls each field."""

from __future__ import annotations

LABELS = {
    "heart_rate": "심박수",
    "resting_heart_rate": "안정시 심박수",
    "baseline_rhr": "평소 안정시 심박수",
    "sleep_hr": "수면 시간",
    "steps": "걸음수",
    "distance_km": "이동 거리",
    "active_calories": "활동 칼로리",
    "oxygen_saturation": "산소포화도",
    "weight": "체중",
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
