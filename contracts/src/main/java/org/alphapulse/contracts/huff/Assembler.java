package org.alphapulse.contracts.huff;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Expands one macro into code. Labels are two bytes wide, so that one pass and a list of places to fill suffice. Not for reuse. */
final class Assembler {
    private record Jump(Token label, Scope scope, int position) {}

    private final Parser program;
    private final boolean push0;
    private final ByteArrayOutputStream code = new ByteArrayOutputStream();
    private final List<Jump> jumps = new ArrayList<>();
    /** Labels that the whole code has once, which are in reach of every macro; -1 for those it has more often. */
    private final Map<String, Integer> everywhere = new HashMap<>();

    /** @param push0 whether a zero of one byte becomes PUSH0 */
    Assembler(Parser program, boolean push0) {
        this.program = program;
        this.push0 = push0;
    }

    byte[] assemble(String name) {
        Macro macro = program.macros().get(name);
        if (macro == null) {
            throw new IllegalArgumentException("no macro " + name);
        }
        expand(new Scope(macro, Map.of(), null), macro.body());
        byte[] bytes = code.toByteArray();
        for (Jump jump : jumps) {
            int target = jump.scope.find(jump.label.text());
            target = target < 0 ? everywhere.getOrDefault(jump.label.text(), -1) : target;
            if (target < 0) {
                throw new HuffException(
                        jump.label, "'" + jump.label.text() + "' is no instruction, macro or label in reach");
            }
            bytes[jump.position] = (byte) (target >> 8);
            bytes[jump.position + 1] = (byte) target;
        }
        return bytes;
    }

    private void expand(Scope scope, List<Token> body) {
        for (int at = 0; at < body.size(); ) {
            at += statement(scope, body, at);
        }
    }

    /** Emits what stands at {@code at} and returns how many tokens it took. */
    private int statement(Scope scope, List<Token> body, int at) {
        Token token = body.get(at);
        String text = token.text();
        String follower = at + 1 < body.size() ? body.get(at + 1).text() : "";
        if (text.startsWith("0x")) {
            push(Parser.digits(token));
        } else if (text.equals("[")) {
            push(constant(body.get(at + 1)));
            return 3;
        } else if (text.equals("<")) {
            argument(scope, body.get(at + 1));
            return 3;
        } else if (text.startsWith("__")) {
            builtin(token, body.get(at + 2));
            return 4;
        } else if (follower.equals(":")) {
            scope.label(token, code.size());
            everywhere.merge(text, code.size(), (first, second) -> -1);
            code.write(Opcodes.JUMPDEST);
            return 2;
        } else if (follower.equals("(")) {
            return invoke(scope, body, at);
        } else if (Opcodes.code(text) >= 0) {
            code.write(Opcodes.code(text));
        } else {
            jump(token, scope);
        }
        return 1;
    }

    private int invoke(Scope scope, List<Token> body, int at) {
        Token name = body.get(at);
        Macro macro = program.macros().get(name.text());
        if (macro == null || scope.uses(macro)) {
            throw new HuffException(name, macro == null ? "no macro " + name.text() : "macro uses itself");
        }
        List<List<Token>> given = new ArrayList<>();
        List<Token> argument = new ArrayList<>();
        int end = at + 2;
        for (int depth = 0; depth > 0 || !body.get(end).is(")"); end++) {
            depth += body.get(end).is("(") ? 1 : body.get(end).is(")") ? -1 : 0;
            if (depth == 0 && body.get(end).is(",")) {
                given.add(List.copyOf(argument));
                argument.clear();
            } else {
                argument.add(body.get(end));
            }
        }
        if (!argument.isEmpty()) {
            given.add(List.copyOf(argument));
        }
        if (given.size() != macro.parameters().size()) {
            throw new HuffException(
                    name, name.text() + " takes " + macro.parameters().size() + " arguments");
        }
        Map<String, List<Token>> arguments = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            arguments.put(macro.parameters().get(i), given.get(i));
        }
        expand(new Scope(macro, arguments, scope), macro.body());
        return end - at + 1;
    }

    /** An argument means what it meant where the macro was used. */
    private void argument(Scope scope, Token name) {
        List<Token> tokens = scope.arguments.get(name.text());
        if (tokens == null) {
            throw new HuffException(name, "no parameter " + name.text());
        }
        expand(scope.outer, tokens);
    }

    private void builtin(Token name, Token operand) {
        switch (name.text()) {
            case "__FUNC_SIG", "__ERROR_SIG" -> push(hash(operand).substring(0, 8));
            case "__EVENT_HASH" -> push(hash(operand));
            case "__codesize" ->
                push(HexFormat.of().toHexDigits((short) new Assembler(program, push0).assemble(operand.text()).length));
            default -> throw new HuffException(name, "no builtin " + name.text());
        }
    }

    private String hash(Token operand) {
        String text = operand.text();
        String signature = text.startsWith("\"")
                ? text.substring(1, text.length() - 1)
                : program.functions().get(text);
        if (signature == null) {
            throw new HuffException(operand, "no function " + text);
        }
        return HexFormat.of().formatHex(Keccak256.hash(signature.getBytes(StandardCharsets.UTF_8)));
    }

    private String constant(Token name) {
        String digits = program.constants().get(name.text());
        if (digits == null) {
            throw new HuffException(name, "no constant " + name.text());
        }
        return digits;
    }

    private void push(String digits) {
        if (push0 && digits.equals("00")) {
            code.write(Opcodes.PUSH0);
            return;
        }
        code.write(Opcodes.PUSH0 + digits.length() / 2);
        code.writeBytes(HexFormat.of().parseHex(digits));
    }

    private void jump(Token label, Scope scope) {
        code.write(Opcodes.PUSH0 + 2);
        jumps.add(new Jump(label, scope, code.size()));
        code.write(0);
        code.write(0);
    }
}
