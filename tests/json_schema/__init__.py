"""Files in the format of the JSON Schema Test Suite, run through both validators of shapes."""
