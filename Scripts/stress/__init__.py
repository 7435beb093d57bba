"""The parts of Scripts/stress_faults.py. Each module tests one kind of fault."""
