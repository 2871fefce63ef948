// What LiveRedirects uses of libcurl's interface. Nothing here is linked: the library is opened when the first
// request is made, so that a run without --online neither needs it nor pays for loading it and the thirty
// libraries that it brings. Swift cannot call C functions with variable arguments, hence the functions below.
// The numbers are part of libcurl's binary interface, which has not changed since libcurl.so.4 of 2006; each
// is named as in <curl/curl.h>.
#include <stddef.h>
#include <sys/socket.h>

static const int AUTOTAG_CURLOPT_WRITEDATA = 10001;
static const int AUTOTAG_CURLOPT_URL = 10002;
static const int AUTOTAG_CURLOPT_PROXY = 10004;
static const int AUTOTAG_CURLOPT_ERRORBUFFER = 10010;
static const int AUTOTAG_CURLOPT_WRITEFUNCTION = 20011;
static const int AUTOTAG_CURLOPT_USERAGENT = 10018;
static const int AUTOTAG_CURLOPT_LOW_SPEED_LIMIT = 19;
static const int AUTOTAG_CURLOPT_LOW_SPEED_TIME = 20;
static const int AUTOTAG_CURLOPT_HEADERDATA = 10029;
static const int AUTOTAG_CURLOPT_NOBODY = 44;
static const int AUTOTAG_CURLOPT_FOLLOWLOCATION = 52;
static const int AUTOTAG_CURLOPT_CAINFO = 10065;
static const int AUTOTAG_CURLOPT_FRESH_CONNECT = 74;
static const int AUTOTAG_CURLOPT_FORBID_REUSE = 75;
static const int AUTOTAG_CURLOPT_HEADERFUNCTION = 20079;
static const int AUTOTAG_CURLOPT_HTTPGET = 80;
static const int AUTOTAG_CURLOPT_NOSIGNAL = 99;
static const int AUTOTAG_CURLOPT_TIMEOUT_MS = 155;
static const int AUTOTAG_CURLOPT_CONNECTTIMEOUT_MS = 156;
static const int AUTOTAG_CURLOPT_OPENSOCKETFUNCTION = 20163;
static const int AUTOTAG_CURLOPT_OPENSOCKETDATA = 10164;
static const int AUTOTAG_CURLOPT_PROTOCOLS = 181;
static const int AUTOTAG_CURLOPT_PATH_AS_IS = 234;

static const int AUTOTAG_CURLE_COULDNT_RESOLVE_HOST = 6;
static const int AUTOTAG_CURLE_COULDNT_CONNECT = 7;
static const int AUTOTAG_CURLE_OPERATION_TIMEDOUT = 28;
static const int AUTOTAG_CURLE_SSL_CONNECT_ERROR = 35;
static const int AUTOTAG_CURLE_PEER_FAILED_VERIFICATION = 60;
static const int AUTOTAG_CURLE_SSL_CACERT_BADFILE = 77;

static const int AUTOTAG_CURL_GLOBAL_DEFAULT = 3;
static const int AUTOTAG_CURLPROTO_HTTP_AND_HTTPS = 3;
static const int AUTOTAG_CURL_ERROR_SIZE = 256;

static const int AUTOTAG_CURL_SOCKET_BAD = -1;

// struct curl_sockaddr, with room for every address.
struct autotag_curl_address {
  int family;
  int socktype;
  int protocol;
  unsigned int addrlen;
  struct sockaddr addr;
};

typedef size_t (*autotag_curl_receiver)(char *bytes, size_t size, size_t count, void *context);
typedef int (*autotag_curl_socket_opener)(void *context, int purpose, struct autotag_curl_address *address);

// Each is curl_easy_setopt, whose address is the first argument, with a value of one type.
static inline int autotag_curl_set_long(void *setopt, void *curl, int option, long value) {
  return ((int (*)(void *, int, ...))setopt)(curl, option, value);
}
static inline int autotag_curl_set_pointer(void *setopt, void *curl, int option, const void *value) {
  return ((int (*)(void *, int, ...))setopt)(curl, option, value);
}
static inline int autotag_curl_set_receiver(void *setopt, void *curl, int option, autotag_curl_receiver value) {
  return ((int (*)(void *, int, ...))setopt)(curl, option, value);
}
static inline int autotag_curl_set_opener(void *setopt, void *curl, autotag_curl_socket_opener value) {
  return ((int (*)(void *, int, ...))setopt)(curl, AUTOTAG_CURLOPT_OPENSOCKETFUNCTION, value);
}

// Where the linker puts the dynamic section of a program; a static program has none, and cannot open libraries.
extern const char _DYNAMIC[] __attribute__((weak));
static inline int autotag_opens_libraries(void) { return _DYNAMIC != 0; }
