// One HTTP transfer as a curl easy handle with every bound of io/http_client.h set. Private to io/:
// shared by HttpClient and http_perform.
#pragma once
#include <curl/curl.h>

#include <memory>
#include <string>

#include "io/http_client.h"

namespace quince {

void start_curl();  // once, before any other call

class HttpTransfer {
 public:
  static Result<std::unique_ptr<HttpTransfer>> make(HttpRequest request);

  CURL* handle() const { return easy_.get(); }
  const AddressPolicy& policy() const { return request_.allow; }
  HttpResult finish(CURLcode code);  // once, when curl is done with it

 private:
  struct EasyCloser {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  };
  struct ListCloser {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  enum class Stop { none, body_too_large, headers_too_large, downgrade };

  explicit HttpTransfer(HttpRequest request) : request_(std::move(request)) {}
  void set_options();
  void set_method();
  bool set_headers();
  bool take_header(std::string_view line);
  bool take_location(std::string_view location);
  Error error_of(CURLcode code) const;

  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static curl_socket_t on_socket(void* self, curlsocktype purpose, curl_sockaddr* address);

  HttpRequest request_;
  std::unique_ptr<curl_slist, ListCloser> headers_out_;
  std::unique_ptr<CURL, EasyCloser> easy_;
  HttpResponse response_;
  std::size_t header_bytes_ = 0;
  Stop stop_ = Stop::none;
  bool address_refused_ = false;
  bool moved_ = false, moved_for_now_ = false;  // redirects of either kind were followed
  char fault_[CURL_ERROR_SIZE] = {};            // curl's own words
};

}  // namespace quince
