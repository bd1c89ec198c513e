"""What is counted, each as one expression from typed events to counts by area and period."""

from publishing.counting.queries import (
    care,
    journeys,
    missing_episodes,
    offending,
    plans,
    referrals,
    survival_times,
    timeliness,
)

ALL_QUERIES = [care, journeys, missing_episodes, offending, plans, referrals, survival_times, timeliness]
