"""Work for python's modules that are made of libraries of the chain. Any exception is a failure."""
import bz2, ctypes, hashlib, lzma, socket, sqlite3, ssl, threading, zlib

data = b"all work and no play " * 1000
for module in (bz2, lzma, zlib):
    assert module.decompress(module.compress(data)) == data
assert hashlib.sha256(b"abc").hexdigest().startswith("ba7816bf")

strlen = ctypes.CDLL(None).strlen
strlen.restype = ctypes.c_size_t
assert strlen(b"seed") == 4
compare = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int))
numbers = (ctypes.c_int * 5)(5, 1, 4, 2, 3)
ctypes.CDLL(None).qsort(numbers, 5, 4, compare(lambda a, b: a[0] - b[0]))
assert list(numbers) == [1, 2, 3, 4, 5]

base = sqlite3.connect(":memory:")
base.execute("create virtual table words using fts5(word)")
base.executemany("insert into words values (?)", [("seed",), ("root",)])
assert base.execute("select word from words where words match 'root'").fetchall() == [("root",)]


def serve(end: socket.socket) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("authority.pem", "key.pem")
    try:
        with context.wrap_socket(end, server_side=True) as connection:
            connection.sendall(b"hello")
    except OSError:
        pass  # a client that does not trust us


def ask(context: ssl.SSLContext) -> bytes:
    """Asks a server at the other end of two sockets: a step has no network."""
    ours, others = socket.socketpair()
    server = threading.Thread(target=serve, args=(others,))
    server.start()
    try:
        with context.wrap_socket(ours, server_hostname="localhost") as connection:
            return connection.recv(5)
    finally:
        ours.close()
        server.join()


assert ask(ssl.create_default_context(cafile="authority.pem")) == b"hello"
try:
    ask(ssl.create_default_context())
    raise AssertionError("a stranger's certificate was taken")
except ssl.SSLCertVerificationError:
    pass
