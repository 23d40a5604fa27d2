// What a program in C++17 asks of the compiler, of its library and of threads in a program without shared libraries.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <mutex>
#include <optional>
#include <regex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

template <typename... Numbers>
constexpr auto sum(Numbers... numbers) {
  return (numbers + ...);
}

static std::optional<std::string> longest(const std::vector<std::string> &words) {
  auto found = std::max_element(words.begin(), words.end(), [](auto &a, auto &b) { return a.size() < b.size(); });
  if (found == words.end()) return std::nullopt;
  return *found;
}

static void require(bool holds, const char *what) {
  if (!holds) throw std::runtime_error(what);
}

static long counted() {
  std::mutex mutex;
  std::vector<std::thread> threads;
  long count = 0;
  for (int i = 0; i < 4; i++)
    threads.emplace_back([&] {
      for (int n = 0; n < 100000; n++) {
        std::lock_guard lock(mutex);
        count = count + 1;
      }
    });
  for (auto &thread : threads) thread.join();
  return count;
}

int main() {
  static_assert(sum(1, 2, 3) == 6, "folded at compile time");
  try {
    std::map<std::string, int> lengths;
    for (auto word : {"one", "three"}) lengths[word] = std::string(word).size();
    for (auto &[word, length] : lengths) require(word.size() == std::size_t(length), "structured bindings");
    require(longest({"a", "ccc", "bb"}).value() == "ccc" && !longest({}), "optional and lambdas");
    require(std::regex_match("gcc 10.2", std::regex("gcc [0-9.]+")), "regular expressions");
    require(std::filesystem::canonical("/usr/../usr") == "/usr", "file names");
    require(18446744073709551615ull / 10 == 1844674407370955161ull, "64 bits");
    require(counted() == 400000, "threads and mutexes");
    throw std::out_of_range("thrown");
  } catch (std::out_of_range &) {
    std::cout << "C++17 works" << std::endl;
    return 0;
  } catch (std::exception &failure) {
    std::cout << "failed: " << failure.what() << std::endl;
    return 1;
  }
}
