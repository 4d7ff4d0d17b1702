/* Reads a YAML file event by event with libyaml, and does nothing with the events.
 *
 *   events FILE
 *
 * This is the unit that Benchmarks/diff measures in: what parsing alone costs, whatever the machine.
 */
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

static unsigned char *read_file(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END)) return NULL;
  long end = ftell(file);
  unsigned char *bytes = end < 0 ? NULL : malloc((size_t)end + 1);
  rewind(file);
  *size = bytes ? fread(bytes, 1, (size_t)end, file) : 0;
  fclose(file);
  return bytes;
}

int main(int count, char **arguments) {
  size_t size = 0;
  unsigned char *bytes = count == 2 ? read_file(arguments[1], &size) : NULL;
  yaml_parser_t parser;
  if (!bytes || !yaml_parser_initialize(&parser)) return 2;
  yaml_parser_set_input_string(&parser, bytes, size);
  long events = 0;
  for (yaml_event_type_t type = YAML_NO_EVENT; type != YAML_STREAM_END_EVENT; events++) {
    yaml_event_t event;
    if (!yaml_parser_parse(&parser, &event)) {
      fprintf(stderr, "%s:%zu: %s\n", arguments[1], parser.problem_mark.line + 1, parser.problem);
      return 1;
    }
    type = event.type;
    yaml_event_delete(&event);
  }
  printf("%ld\n", events);
  yaml_parser_delete(&parser);
  free(bytes);
  return 0;
}
