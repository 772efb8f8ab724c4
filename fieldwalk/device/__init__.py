"""What the phone lends us: ports, and an adapter for each platform."""
