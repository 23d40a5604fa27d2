/* TinyCC guards its state with a semaphore. One thread needs none: every operation succeeds at once. */
typedef int sem_t;
#define sem_init(semaphore, shared, value) (*(semaphore) = (value), 0)
#define sem_wait(semaphore) (--*(semaphore), 0)
#define sem_post(semaphore) (++*(semaphore), 0)
