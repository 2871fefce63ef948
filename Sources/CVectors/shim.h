// What Swift's vectors cannot say: a bit for each byte of a comparison's result. Every x86-64 has the instruction for it.
#if defined(__x86_64__)
#include <emmintrin.h>

static inline int autotag_sign_bits(__m128i bytes) { return _mm_movemask_epi8(bytes); }
#endif
