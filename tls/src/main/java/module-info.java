/** Static thread-local storage: who has how much of it, and which dlopen finds none left. */
module dev.elfwright.tls {
  requires static org.jspecify;
  requires transitive dev.elfwright.link;

  exports dev.elfwright.tls;
}
