package org.alphapulse.engine.slot;

import org.alphapulse.api.plugin.PluginKind;
import org.alphapulse.engine.relay.Topics;

/**
 * What a slot was asked to be.
 *
 * @param id stable id
 * @param kind kind of plugin
 * @param inline whether it delivers on the engine agent
 * @param topics what it receives
 * @param capacity messages that may wait
 * @param overflow what happens with one more
 * @param faultLimit how many exceptions stop its plugin
 * @param commandTimeoutMs how long a transition waits for a safe point
 */
public record SlotSpec(
        String id,
        PluginKind kind,
        boolean inline,
        Topics topics,
        int capacity,
        OverflowPolicy overflow,
        FaultLimit faultLimit,
        long commandTimeoutMs) {}
