package org.alphapulse.collector.evm;

/** What a {@link MessageParser} finds. The parser's fields hold the details during the call. */
interface MessageEvents {
    /**
     * A log.
     *
     * @param id of the request that it answers, 0 for a notification
     */
    void onLog(long id);

    /**
     * A block's header.
     *
     * @param id of the request that it answers, 0 for a notification
     */
    void onHead(long id);

    /**
     * The end of an answer, after the logs or the head in it.
     *
     * @param id of the request
     * @param failed whether it is an error
     */
    void onAnswer(long id, boolean failed);
}
