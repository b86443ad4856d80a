"""What is always on screen: paper or live, gate and mode, early warnings, feed ages, time."""
