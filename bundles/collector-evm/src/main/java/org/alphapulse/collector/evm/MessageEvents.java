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
     * Something in an answer begins that may be known already from its text alone.
     *
     * @param id of the request
     * @param at index of its first byte in the parser's text
     * @param end index behind the message
     * @return how many bytes to pass over because they say nothing new; 0 to have them read
     */
    default int known(long id, int at, int end) {
        return 0;
    }

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
