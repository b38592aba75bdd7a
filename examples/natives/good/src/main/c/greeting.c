#include "com_example_Greeting.h"
#include <stdio.h>

JNIEXPORT jstring JNICALL
Java_com_example_Greeting_of(JNIEnv *env, jclass type, jstring name)
{
	char text[256];
	const char *chars = (*env)->GetStringUTFChars(env, name, NULL);

	if (!chars)
		return NULL;
	snprintf(text, sizeof(text), "Hello %s", chars);
	(*env)->ReleaseStringUTFChars(env, name, chars);
	return (*env)->NewStringUTF(env, text);
}

/* Overloads need the long names, with the types of their arguments. */
JNIEXPORT jint JNICALL
Java_com_example_Greeting_length__Ljava_lang_String_2(JNIEnv *env, jclass type, jstring text)
{
	return (*env)->GetStringUTFLength(env, text);
}

JNIEXPORT jint JNICALL
Java_com_example_Greeting_length___3B(JNIEnv *env, jclass type, jbyteArray bytes)
{
	return (*env)->GetArrayLength(env, bytes);
}
