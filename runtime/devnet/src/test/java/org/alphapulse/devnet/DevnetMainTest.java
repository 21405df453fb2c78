package org.alphapulse.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevnetMainTest {
    @ParameterizedTest
    @CsvSource({
        "--chains a,2,--chains a is not a number",
        "--rate 500,2,not 500",
        "--wrong 1,2,incomplete option --wrong",
        "--npm /nowhere,1,no npm packages in /nowhere"
    })
    void shouldSayWhatIsWrongWhenItCannotStart(String options, int code, String said)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                DevnetMain.class.getName()));
        command.addAll(List.of(options.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(code, process.waitFor(), printed);
        assertTrue(printed.contains(said), printed);
        assertEquals(code == 2, printed.contains("usage: "), printed);
        assertFalse(printed.contains("Exception"), printed);
    }
}
