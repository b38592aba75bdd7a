/* Nearly everything is wrong here, and the compiler is silent. */
#include "com_example_Greeting.h"
#include <math.h>
#include <pthread.h>

/* A name with a typing error. */
JNIEXPORT jstring JNICALL
Java_com_example_Greeting_off(JNIEnv *env, jclass type, jstring name)
{
	return name;
}

/* One function for both overloads. */
JNIEXPORT jint JNICALL
Java_com_example_Greeting_length(JNIEnv *env, jclass type, jstring text)
{
	return (int) pow((*env)->GetStringUTFLength(env, text), 1.5);
}

/* Came with glibc 2.30, and with 2.34 moved into libc. */
int later(pthread_cond_t *cond, pthread_mutex_t *mutex, clockid_t clock, const struct timespec *at)
{
	return pthread_cond_clockwait(cond, mutex, clock, at);
}

/* Nobody defines it. */
extern int forgotten(void);

int calls(void)
{
	return forgotten();
}
