/*
 * args.h: DB_ARGS(a, b, c) gives DB_V(a), DB_V(b), DB_V(c), and DB_NARGS(...) their number, for
 * none to 32 of them. Included by db.h only.
 */
#ifndef GUONG_DB_ARGS_H
#define GUONG_DB_ARGS_H

#define DB_PICK_(_0, _1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17,   \
	_18, _19, _20, _21, _22, _23, _24, _25, _26, _27, _28, _29, _30, _31, _32, n, ...)         \
	n
#define DB_NARGS(...)                                                                              \
	DB_PICK_(_, ##__VA_ARGS__, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, \
		16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)

#define DB_ARGS(...)   DB_CAT_(DB_ARGS_, DB_NARGS(__VA_ARGS__))(__VA_ARGS__)
#define DB_CAT_(a, b)  DB_CAT2_(a, b)
#define DB_CAT2_(a, b) a##b

#define DB_ARGS_0()                                                                                \
	{                                                                                          \
		0                                                                                  \
	}
#define DB_ARGS_1(a)	   DB_V(a)
#define DB_ARGS_2(a, ...)  DB_V(a), DB_ARGS_1(__VA_ARGS__)
#define DB_ARGS_3(a, ...)  DB_V(a), DB_ARGS_2(__VA_ARGS__)
#define DB_ARGS_4(a, ...)  DB_V(a), DB_ARGS_3(__VA_ARGS__)
#define DB_ARGS_5(a, ...)  DB_V(a), DB_ARGS_4(__VA_ARGS__)
#define DB_ARGS_6(a, ...)  DB_V(a), DB_ARGS_5(__VA_ARGS__)
#define DB_ARGS_7(a, ...)  DB_V(a), DB_ARGS_6(__VA_ARGS__)
#define DB_ARGS_8(a, ...)  DB_V(a), DB_ARGS_7(__VA_ARGS__)
#define DB_ARGS_9(a, ...)  DB_V(a), DB_ARGS_8(__VA_ARGS__)
#define DB_ARGS_10(a, ...) DB_V(a), DB_ARGS_9(__VA_ARGS__)
#define DB_ARGS_11(a, ...) DB_V(a), DB_ARGS_10(__VA_ARGS__)
#define DB_ARGS_12(a, ...) DB_V(a), DB_ARGS_11(__VA_ARGS__)
#define DB_ARGS_13(a, ...) DB_V(a), DB_ARGS_12(__VA_ARGS__)
#define DB_ARGS_14(a, ...) DB_V(a), DB_ARGS_13(__VA_ARGS__)
#define DB_ARGS_15(a, ...) DB_V(a), DB_ARGS_14(__VA_ARGS__)
#define DB_ARGS_16(a, ...) DB_V(a), DB_ARGS_15(__VA_ARGS__)
#define DB_ARGS_17(a, ...) DB_V(a), DB_ARGS_16(__VA_ARGS__)
#define DB_ARGS_18(a, ...) DB_V(a), DB_ARGS_17(__VA_ARGS__)
#define DB_ARGS_19(a, ...) DB_V(a), DB_ARGS_18(__VA_ARGS__)
#define DB_ARGS_20(a, ...) DB_V(a), DB_ARGS_19(__VA_ARGS__)
#define DB_ARGS_21(a, ...) DB_V(a), DB_ARGS_20(__VA_ARGS__)
#define DB_ARGS_22(a, ...) DB_V(a), DB_ARGS_21(__VA_ARGS__)
#define DB_ARGS_23(a, ...) DB_V(a), DB_ARGS_22(__VA_ARGS__)
#define DB_ARGS_24(a, ...) DB_V(a), DB_ARGS_23(__VA_ARGS__)
#define DB_ARGS_25(a, ...) DB_V(a), DB_ARGS_24(__VA_ARGS__)
#define DB_ARGS_26(a, ...) DB_V(a), DB_ARGS_25(__VA_ARGS__)
#define DB_ARGS_27(a, ...) DB_V(a), DB_ARGS_26(__VA_ARGS__)
#define DB_ARGS_28(a, ...) DB_V(a), DB_ARGS_27(__VA_ARGS__)
#define DB_ARGS_29(a, ...) DB_V(a), DB_ARGS_28(__VA_ARGS__)
#define DB_ARGS_30(a, ...) DB_V(a), DB_ARGS_29(__VA_ARGS__)
#define DB_ARGS_31(a, ...) DB_V(a), DB_ARGS_30(__VA_ARGS__)
#define DB_ARGS_32(a, ...) DB_V(a), DB_ARGS_31(__VA_ARGS__)

#endif
