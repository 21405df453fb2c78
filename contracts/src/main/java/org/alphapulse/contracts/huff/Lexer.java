package org.alphapulse.contracts.huff;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a source into tokens and drops comments. */
final class Lexer {
    private static final Pattern TOKEN = Pattern.compile("(?<skip>\\s+|//[^\\n]*|/\\*(?s:.*?)\\*/)"
            + "|(?<word>\"[^\"\\n]*\"|#?[A-Za-z_][A-Za-z0-9_]*|0x[0-9a-fA-F]+|[0-9]+|[(){}\\[\\]<>:,=])");

    private Lexer() {}

    static List<Token> tokens(String file, String source) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(source);
        int line = 1;
        for (int at = 0; at < source.length(); at = matcher.end()) {
            if (!matcher.region(at, source.length()).lookingAt()) {
                throw new HuffException(new Token("", file, line), "unexpected character '" + source.charAt(at) + "'");
            }
            if (matcher.group("word") != null) {
                tokens.add(new Token(matcher.group(), file, line));
            }
            line += (int) matcher.group().chars().filter(c -> c == '\n').count();
        }
        return tokens;
    }
}
