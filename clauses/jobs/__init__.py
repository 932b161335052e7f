"""The back door: Redis and SMTP live here and nowhere else."""
