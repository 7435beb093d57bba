"""The parts of Scripts/stress_faults.py: each module puts imagekit through one kind of trouble."""
