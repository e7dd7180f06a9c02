import java.util.List;

/** Prints plain lines without times, and dies of an exception with a cause. */
public class Crash {
    static int weigh(String parcel) {
        try {
            return Integer.parseInt(parcel);
        } catch (NumberFormatException cause) {
            throw new IllegalStateException("parcel without weight", cause);
        }
    }

    public static void main(String[] arguments) {
        System.err.println("parcel scale ready, no errors");
        for (String parcel : List.of("12", "7", "heavy")) System.err.println("weighed " + weigh(parcel) + " kg");
    }
}
