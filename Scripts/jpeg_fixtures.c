/* Writes a picture, or the checksums of the coefficients of JPEGs. Scripts/jpeg_fixtures.sh compiles and runs this program.

   usage: jpeg_fixtures picture WIDTH HEIGHT   a PPM with gradients, edges and noise
          jpeg_fixtures coefficients FILE…     JSON: per component the columns and rows of blocks, and an FNV-1a checksum of
                                               the coefficients that libjpeg reads, as little-endian 16-bit numbers */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jpeglib.h>

static void write_picture(int width, int height) {
    uint32_t noise = 1;
    printf("P6\n%d %d\n255\n", width, height);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            noise = noise * 1664525 + 1013904223;
            int edge = (x / 11 + y / 7) % 3 == 0 ? 70 : 0, grain = (int)(noise >> 28);
            putchar((x * 5 + y + edge + grain) & 255);
            putchar((x + y * 4 + 2 * grain) & 255);
            putchar((200 - x * 2 + edge) & 255);
        }
}

static void print_coefficients(const char *path, int is_last) {
    struct jpeg_decompress_struct image;
    struct jpeg_error_mgr errors;
    FILE *file = fopen(path, "rb");
    if (!file) exit(1);
    image.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&image);
    jpeg_stdio_src(&image, file);
    jpeg_read_header(&image, TRUE);
    jvirt_barray_ptr *arrays = jpeg_read_coefficients(&image);
    const char *slash = strrchr(path, '/');
    printf("  \"%s\": [", slash ? slash + 1 : path);
    for (int i = 0; i < image.num_components; i++) {
        jpeg_component_info *component = &image.comp_info[i];
        uint64_t sum = 0xcbf29ce484222325;
        for (unsigned y = 0; y < component->height_in_blocks; y++) {
            JBLOCKARRAY rows = image.mem->access_virt_barray((j_common_ptr)&image, arrays[i], y, 1, FALSE);
            for (unsigned x = 0; x < component->width_in_blocks; x++)
                for (int k = 0; k < 64; k++)
                    for (int byte = 0; byte < 2; byte++)
                        sum = (sum ^ ((uint16_t)rows[0][x][k] >> 8 * byte & 255)) * 0x100000001b3;
        }
        printf("%s{\"columns\": %u, \"rows\": %u, \"checksum\": \"%016llx\"}", i ? ", " : "", component->width_in_blocks,
               component->height_in_blocks, (unsigned long long)sum);
    }
    printf("]%s\n", is_last ? "" : ",");
    jpeg_destroy_decompress(&image);
    fclose(file);
    if (errors.num_warnings) exit(1);
}

int main(int count, char **arguments) {
    if (count == 4 && !strcmp(arguments[1], "picture")) {
        write_picture(atoi(arguments[2]), atoi(arguments[3]));
    } else if (count > 2 && !strcmp(arguments[1], "coefficients")) {
        puts("{");
        for (int i = 2; i < count; i++) print_coefficients(arguments[i], i + 1 == count);
        puts("}");
    } else {
        return 64;
    }
    return 0;
}
