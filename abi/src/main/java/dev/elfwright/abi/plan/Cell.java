package dev.elfwright.abi.plan;

/**
 * One consumer and one provider.
 *
 * @param consumer the version that the consumer was compiled with, from 0
 * @param provider the version that the provider knows, from 0
 * @param announced bytes that the provider says it knows, where it says so, else its sizeof
 * @param outcome what becomes of the newest field of either
 * @param why in a few words
 */
public record Cell(int consumer, int provider, long announced, Outcome outcome, String why) {}
