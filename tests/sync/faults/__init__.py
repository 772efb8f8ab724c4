"""The exchange over real HTTP between real processes, with everything done to it that happens on the way."""
