#include "ICUStub.h"

#include <stdint.h>

// GRDB imports Foundation, which contains ICU with 34 MB of data about languages, calendars, and time zones. imagekit
// does not use this data. In a static build, the empty data in this file replaces it, like ICU's own "stubdata"
// library. In a dynamic build, the empty data is unused, because hidden symbols do not replace the symbols of a shared
// library.
//
// Code that needs ICU, such as DateFormatter or Locale, fails without ICU's data. ArchitectureTests checks that no
// source uses such code.

typedef struct {
    uint16_t headerSize;
    uint8_t magic[2];
    uint16_t infoSize;
    uint16_t reservedWord;
    uint8_t isBigEndian;
    uint8_t charsetFamily;
    uint8_t sizeOfUChar;
    uint8_t reservedByte;
    uint8_t dataFormat[4];
    uint8_t formatVersion[4];
    uint8_t dataVersion[4];
    uint8_t padding[8];
    uint32_t itemCount;
    uint32_t end;
} EmptyData;

_Static_assert(sizeof(EmptyData) == 40, "the header has 32 bytes, and the table of contents has 8");

// The number in a name is a version of ICU. If a toolchain has another version, the executable contains ICU's own data.
// Such an executable works, but it is larger.
#define EMPTY_DATA(name)                                                                                                  \
    __attribute__((visibility("hidden"), aligned(16))) const EmptyData name = {                                           \
        .headerSize = 32,                                                                                                 \
        .magic = {0xDA, 0x27},                                                                                            \
        .infoSize = 20,                                                                                                   \
        .isBigEndian = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__,                                                            \
        .sizeOfUChar = 2,                                                                                                 \
        .dataFormat = {'T', 'o', 'C', 'P'},                                                                               \
        .formatVersion = {1, 0, 0, 0},                                                                                    \
    }

EMPTY_DATA(icudt74_dat);
EMPTY_DATA(icudt75_dat);
EMPTY_DATA(icudt76_dat);
EMPTY_DATA(icudt77_dat);
EMPTY_DATA(icudt78_dat);
