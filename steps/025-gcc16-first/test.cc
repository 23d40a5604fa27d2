// What a program in C++23 asks of the compiler, of its library and of threads in a program without shared libraries.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <expected>
#include <filesystem>
#include <format>
#include <map>
#include <mutex>
#include <print>
#include <ranges>
#include <regex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

static void require(bool holds, const char *what) {
  if (!holds) throw std::runtime_error(what);
}

static std::expected<int, std::string> parsed(std::string_view text) {
  int value;
  auto [end, error] = std::from_chars(text.begin(), text.end(), value);
  if (error != std::errc() || end != text.end()) return std::unexpected(std::format("{:?} is no number", text));
  return value;
}

static long counted() {
  std::mutex mutex;
  long count = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; i++)
      threads.emplace_back([&] {
        for (int n = 0; n < 100000; n++) {
          std::lock_guard lock(mutex);
          count = count + 1;
        }
      });
  }
  return count;
}

static std::string squares() {
  std::string all;
  for (auto [index, square] : std::views::iota(1, 5) | std::views::transform([](int n) { return n * n; }) |
                                std::views::enumerate)
    all += std::format("{}:{} ", index, square);
  return all;
}

// Numbers with a fraction, by libstdc++'s tables of powers.
static void check_numbers() {
  require(std::format("{} {:.3e} {:f}", 0.1, 6.02214076e23, 1e22) == "0.1 6.022e+23 10000000000000000000000.000000",
          "numbers of double precision");
  require(std::format("{}", 1.0L / 3) == "0.33333333333333333334", "long double");
  double value;
  std::string_view text = "2.2250738585072011e-308";
  std::from_chars(text.begin(), text.end(), value);
  require(std::format("{:a}", value) == "1.ffffffffffffep-1023", "the nearest number");
}

int main() {
  try {
    std::map<std::string, int> lengths;
    for (auto word : {"one", "three"}) lengths[word] = std::string(word).size();
    for (auto &[word, length] : lengths) require(word.size() == std::size_t(length), "structured bindings");
    require(parsed("42").value() == 42 && parsed("4x").error() == "\"4x\" is no number", "expected");
    require(squares() == "0:1 1:4 2:9 3:16 ", "ranges");
    require(std::regex_match("gcc 16.2", std::regex("gcc [0-9.]+")), "regular expressions");
    require(std::filesystem::canonical("/usr/../usr") == "/usr", "file names");
    require(std::format("{:%F}", std::chrono::sys_days(std::chrono::days(20000))) == "2024-10-04", "dates");
    require(std::format("{:*^6}", "\u4e2d") == "**\u4e2d**", "the width of a character");
    check_numbers();
    require(counted() == 400000, "threads and mutexes");
    throw std::out_of_range("thrown");
  } catch (std::out_of_range &) {
    std::println("C++{} works", 23);
    return 0;
  } catch (std::exception &failure) {
    std::println("failed: {}", failure.what());
    return 1;
  }
}
