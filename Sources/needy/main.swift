print("needy")
