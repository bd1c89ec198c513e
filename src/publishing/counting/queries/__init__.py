"""What is counted, each as one expression from typed events to counts by area and period."""

from publishing.counting.queries import missing, referrals

ALL_QUERIES = [missing, referrals]
