print("cinch-act")
