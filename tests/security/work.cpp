// Attacks count the memory that they make a verifier ask for.
#include "counted_new.h"
