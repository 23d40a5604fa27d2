// Bit-fields are promoted to int (ISO C++ 4.5); exceptions, templates and streams of the C++ library work.
#include <algorithm>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

struct Fields {
  unsigned narrow : 16;
  unsigned bit : 1;
  unsigned wide : 32;
};

static int kind(int) { return 1; }
static int kind(unsigned) { return 2; }

static void require(bool holds, const char *what) {
  if (!holds) throw std::runtime_error(what);
}

struct Base {
  virtual ~Base() {}
  virtual int value() { return 1; }
};

struct Derived : Base {
  int value() { return 2; }
};

int main() {
  try {
    Fields fields;
    int minus_one = -1;
    fields.narrow = 3;
    fields.bit = 0;
    fields.wide = 5;
    require(minus_one < fields.narrow, "a narrow bit-field is compared as int");
    require(fields.bit - 1 < 0, "a bit is subtracted from as int");
    require(-6 / fields.narrow == -2, "a narrow bit-field divides as int");
    require(!(minus_one < fields.wide), "a bit-field as wide as int is compared as unsigned");
    require(kind(fields.narrow + 0) == 1 && kind(fields.wide + 0) == 2, "types of sums");

    std::vector<int> numbers;
    for (int i = 0; i < 10; i++) numbers.push_back(i * 7 % 10);
    std::sort(numbers.begin(), numbers.end());
    std::map<std::string, int> names;
    names["three"] = numbers[3];
    Base *object = new Derived;
    require(names["three"] == 3 && object->value() == 2 && dynamic_cast<Derived *>(object), "library and classes");
    throw std::out_of_range("thrown");
  } catch (std::out_of_range &) {
    std::cout << "C++ works" << std::endl;
    return 0;
  } catch (std::exception &failure) {
    std::cout << "failed: " << failure.what() << std::endl;
    return 1;
  }
}
