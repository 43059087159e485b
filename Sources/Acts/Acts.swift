// Acts
