package io.github.keycloaktwofactor.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A piece of SQL with the values of its parameters, from which larger ones are made. {@code @} in it stands for the schema
 * prefix of a table.
 *
 * @param text with a {@code ?} for each parameter
 * @param parameters in their order
 */
public record Sql(String text, List<Object> parameters) {

    /** Oracle takes no longer list. */
    private static final int LONGEST_LIST = 1000;

    /** What ids look like; any other text is never part of a statement. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]{1,255}");

    public static final Sql TRUE = of("1 = 1");

    public static final Sql FALSE = of("1 = 0");

    /**
     * Puts a statement together.
     *
     * @param text in which each {@code {}} is a piece of SQL, and each {@code ?} a parameter
     * @param parts pieces and values of parameters, in the order of their places
     */
    public static Sql of(String text, Object... parts) {
        StringBuilder whole = new StringBuilder();
        List<Object> parameters = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{') {
                Sql piece = (Sql) parts[next++];
                whole.append(piece.text);
                parameters.addAll(piece.parameters);
                i++;
            } else {
                whole.append(c);
                if (c == '?') {
                    parameters.add(parts[next++]);
                }
            }
        }
        if (next != parts.length) {
            throw new IllegalArgumentException("Too many parts for " + text);
        }
        return new Sql(whole.toString(), parameters);
    }

    /**
     * That a column has one of the values. Ids are written into the statement, because a realm can have more roles than a
     * statement parameters.
     */
    public static Sql in(String column, Collection<String> values) {
        List<Sql> lists = new ArrayList<>();
        Iterator<String> left = values.stream().distinct().sorted().iterator();
        while (left.hasNext()) {
            List<Sql> list = new ArrayList<>();
            while (left.hasNext() && list.size() < LONGEST_LIST) {
                list.add(literal(left.next()));
            }
            lists.add(of(column + " in ({})", joined(", ", list)));
        }
        return lists.size() == 1 ? lists.get(0) : any(lists);
    }

    /** That all of them hold. */
    public static Sql all(Collection<Sql> conditions) {
        return conditions.isEmpty() ? TRUE : of("({})", joined(" and ", conditions));
    }

    /** That one of them holds. */
    public static Sql any(Collection<Sql> conditions) {
        return conditions.isEmpty() ? FALSE : of("({})", joined(" or ", conditions));
    }

    /** 1 where the condition holds, else 0. */
    public static Sql flag(Sql condition) {
        return of("case when {} then 1 else 0 end", condition);
    }

    public Sql negated() {
        return of("not ({})", this);
    }

    /** The statement for a database whose tables have the prefix. */
    String text(@Nullable String prefix) {
        return text.replace("@", prefix == null ? "" : prefix);
    }

    private static Sql literal(String value) {
        return PLAIN.matcher(value).matches() ? new Sql("'" + value + "'", List.of()) : of("?", value);
    }

    private static Sql joined(String between, Collection<Sql> pieces) {
        StringBuilder whole = new StringBuilder();
        List<Object> parameters = new ArrayList<>();
        for (Sql piece : pieces) {
            whole.append(whole.isEmpty() ? "" : between).append(piece.text);
            parameters.addAll(piece.parameters);
        }
        return new Sql(whole.toString(), parameters);
    }
}
