#include "CActs.h"
